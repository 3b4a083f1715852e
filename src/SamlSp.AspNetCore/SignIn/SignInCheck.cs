namespace SamlSp.AspNetCore;

/// <summary>A check of a sign-in and its outcome.</summary>
/// <param name="Check">One of <see cref="SignInChecks"/>.</param>
/// <param name="Passed">Whether it was passed.</param>
/// <param name="Detail">A sentence for an administrator; null where there is nothing to add.</param>
internal sealed record SignInCheck(string Check, bool Passed, string? Detail);
