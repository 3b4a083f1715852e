namespace SamlSp.AspNetCore;

/// <summary>
/// Explains Entra's error numbers to users (docs/errors.md has the table). They are shown and nothing more: Microsoft warns that numbers
/// and texts change, so no decision depends on them.
/// </summary>
internal static class EntraErrors
{
    private const string Administrator =
        "The administrator of the app in your organization's Microsoft Entra. Give them the error and the reference number.";
    private const string Operator = "The operator of this site. Give them the error and the reference number.";
    private const string Yourself = "You yourself: sign in again, and choose the account of your organization.";
    private const string HelpDesk = "Your organization's help desk.";

    private static readonly Dictionary<int, (string Cause, string Who)> Known = Table();

    public static IReadOnlyCollection<int> Numbers => Known.Keys;

    public static (string Cause, string Who) Explain(int number) =>
        Known.TryGetValue(number, out var known)
            ? known
            : ("Microsoft Entra refused the sign-in, and this site does not know the error's number.", Administrator);

    private static Dictionary<int, (string Cause, string Who)> Table()
    {
        var table = new Dictionary<int, (string, string)>();
        void Add(string cause, string who, params int[] numbers)
        {
            foreach (var number in numbers)
            {
                table[number] = (cause, who);
            }
        }

        Add("You are not assigned to this app, neither by name nor by a group.", Administrator, 50105);
        Add(
            "The account that you chose does not belong to the organization, and was not invited there as a guest.",
            "You yourself, if you have another account: choose that one. Otherwise the administrator, who can invite you as a guest.",
            50020,
            50034,
            51004,
            16003
        );
        Add(
            "The organization's rules for working with other organizations do not allow this sign-in.",
            "The administrator of your home organization (500212) or of the organization that you are visiting (500213).",
            500212,
            500213
        );
        Add("You did not accept what the app asks for.", "You yourself: sign in again, and accept it.", 65004);
        Add("Nobody has accepted yet, for your organization, what the app asks for.", Administrator, 65001, 90094, 90095);
        Add("The client secret with which this site asks Microsoft Entra is wrong or has expired.", Operator, 7000215, 7000218, 7000222);
        Add(
            "The sign-in took too long on its way back, or its answer was used before.",
            "You yourself: sign in again. If it happens again, the operator of this site.",
            70008,
            54005
        );
        Add("The site asked for a silent sign-in, but you are not signed in at your organization.", Yourself, 50058);
        Add(
            "Your organization requires multifactor authentication, and it was not completed.",
            "You yourself: sign in again and complete it. If you cannot, your organization's help desk.",
            50072,
            50074,
            50076,
            50079,
            90072
        );
        Add(
            "A rule of your organization (Conditional Access) does not allow this sign-in: from this device, this place, or this app.",
            HelpDesk,
            53000,
            53001,
            53002,
            53003
        );
        Add("The way in which you signed in is not the one that this site asked for.", Operator, 75011);
        Add("Microsoft Entra does not know the Identifier (Entity ID) of this site.", Administrator, 700016, 700011, 650056, 65005);
        Add("The address that you were to return to is not among the app's reply URLs.", Administrator, 50011);
        Add("Microsoft Entra expects signed requests, and this one was not signed with a certificate that it knows.", Administrator, 76021);
        Add(
            "The request took too long on its way, or a clock is wrong.",
            "You yourself: sign in again. If it happens again, the operator of this site.",
            76026
        );
        Add(
            "Microsoft Entra could not read the request.",
            Operator,
            75001,
            75003,
            75005,
            75008,
            75016,
            750054,
            7500514,
            7500529,
            900236,
            90011,
            90015,
            50194
        );
        Add("The logout request did not name the user to sign out.", Operator, 7500530);
        Add("Microsoft Entra has no key to sign the response, or no certificate to encrypt it.", Administrator, 50146, 50003, 50007);
        Add(
            "Microsoft Entra could not create the response: a claim, its transformation or the audience is configured wrongly.",
            Administrator,
            50124,
            501241,
            501621,
            50010
        );
        Add("This kind of account cannot be used here.", Administrator, 500208);
        return table;
    }
}
