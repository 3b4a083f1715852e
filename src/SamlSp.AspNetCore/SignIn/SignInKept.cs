namespace SamlSp.AspNetCore;

/// <summary>What became of a sign-in that was to be kept.</summary>
/// <param name="IsKept">Whether all of it is in the store.</param>
/// <param name="Used">The ID of the message that was used before, for which nothing was kept; null when none was.</param>
internal readonly record struct SignInKept(bool IsKept, OneTimeId? Used)
{
    /// <summary>All of it is in the store.</summary>
    public static SignInKept Kept => new(IsKept: true, Used: null);

    /// <summary>Nothing was kept, because the user or a policy was changed meanwhile: the sign-in has to look again.</summary>
    public static SignInKept Changed => new(IsKept: false, Used: null);
}
