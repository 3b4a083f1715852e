namespace SamlSp.Claims;

/// <summary>One step on the way to a <see cref="SignInIdentity"/>.</summary>
/// <param name="Step">What was decided: <c>userType</c>, <c>originalUserPrincipalName</c>, <c>nameId</c>, <c>nameId[2]</c>,
/// <c>orgUnitPath</c>, …</param>
/// <param name="Outcome">The value, or null when the step gave none.</param>
/// <param name="Evidence">Why, a sentence for an administrator.</param>
public sealed record IdentityTraceStep(string Step, string? Outcome, string Evidence);
