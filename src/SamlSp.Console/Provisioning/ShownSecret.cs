using System.Text.Json;

namespace SamlSp.Console;

/// <summary>
/// A new secret on its way from the form to the page that shows it once. It travels in the encrypted cookie of the console's notices, which
/// the page removes, so that a reload neither shows it again nor creates another one.
/// </summary>
/// <param name="Organization">The organization.</param>
/// <param name="UserId">The user who created it; no other user of the browser sees it.</param>
/// <param name="Id">The credential's ID.</param>
/// <param name="Secret">The secret.</param>
internal sealed record ShownSecret(string Organization, string UserId, string Id, string Secret)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static ShownSecret? Read(string? text) => text is null ? null : JsonSerializer.Deserialize<ShownSecret>(text);
}
