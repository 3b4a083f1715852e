namespace SamlSp.EntraSandbox;

/// <summary>A refusal that the user chooses on the sign-in page, with Entra's error text.</summary>
/// <param name="Title">The label on the page.</param>
/// <param name="Error">The error that is sent to the app.</param>
internal sealed record ChosenRefusal(string Title, AadStsError Error)
{
    public static IReadOnlyList<ChosenRefusal> All { get; } =
    [
        new("Not assigned to the app", new("AADSTS50105", "The signed in user is not assigned to a role for the application.")),
        new(
            "Not invited to the tenant",
            new(
                "AADSTS50020",
                "User account from identity provider does not exist in tenant and cannot access the application. "
                    + "The account needs to be added as an external user in the tenant first."
            )
        ),
        new(
            "Multi-factor authentication missing",
            new(
                "AADSTS50076",
                "Due to a configuration change made by your administrator, or because you moved to a new location, "
                    + "you must use multi-factor authentication to access the application."
            )
        ),
        new(
            "Blocked by Conditional Access",
            new("AADSTS53003", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
        ),
    ];

    public static ChosenRefusal? Find(string? code) => All.FirstOrDefault(refusal => refusal.Error.Code == code);
}
