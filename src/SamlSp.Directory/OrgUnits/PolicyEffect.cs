using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>What a change of policy would do, as things stand now.</summary>
/// <param name="Policy">The policy that would be in force in the unit.</param>
/// <param name="People">How many users' policies would change, in this unit and in those below that inherit.</param>
/// <param name="SessionsShortened">How many live sessions would end earlier than they would otherwise.</param>
/// <param name="SessionsEnded">How many of these would end at once.</param>
public sealed record PolicyEffect(SessionPolicy Policy, int People, int SessionsShortened, int SessionsEnded);
