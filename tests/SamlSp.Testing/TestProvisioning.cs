using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SamlSp.Testing;

/// <summary>The provisioning service of a tenant, as far as tests of other parts need it.</summary>
public static class TestProvisioning
{
    /// <summary>Deactivates a user, as Entra does for one who was taken out of the application's scope.</summary>
    /// <param name="server">The address of the server.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="token">Its provisioning token.</param>
    /// <param name="userName">What the user's userName starts with.</param>
    public static async Task DeactivateAsync(string server, string organization, string token, string userName)
    {
        using var client = new HttpClient { BaseAddress = new($"{server}/scim/v2/{organization}/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var users = JsonNode.Parse(await client.GetStringAsync(new Uri("Users", UriKind.Relative)))!["Resources"]!.AsArray();
        var user = users.Single(u => u!["userName"]!.GetValue<string>().StartsWith(userName, StringComparison.Ordinal))!;
        using var body = new StringContent(
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":false}]}
            """,
            Encoding.UTF8,
            new MediaTypeHeaderValue("application/scim+json")
        );
        using var answer = await client.PatchAsync(new Uri("Users/" + user["id"], UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException(await answer.Content.ReadAsStringAsync(), inner: null, answer.StatusCode);
        }
    }
}
