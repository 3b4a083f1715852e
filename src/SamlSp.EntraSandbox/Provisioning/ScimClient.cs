using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.EntraSandbox;

/// <summary>Sends requests to a SCIM service and keeps a log of them.</summary>
internal sealed class ScimClient(HttpClient http, string url, string token, List<ProvisioningStep> log)
{
    /// <summary>Sends a request; the body of the answer, or null when the service refused or did not answer.</summary>
    public async Task<JsonObject?> SendAsync(
        string who,
        HttpMethod method,
        string path,
        JsonObject? body,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"{url.TrimEnd('/')}/{path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (body is not null)
            {
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
            }

            using var response = await http.SendAsync(request, cancellationToken);
            var answer = Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            log.Add(
                new(
                    who,
                    method.Method,
                    Uri.UnescapeDataString(path),
                    (int)response.StatusCode,
                    response.IsSuccessStatusCode ? null : answer["detail"]?.ToString() ?? response.ReasonPhrase
                )
            );
            return response.IsSuccessStatusCode ? answer : null;
        }
        catch (HttpRequestException e)
        {
            log.Add(new(who, method.Method, Uri.UnescapeDataString(path), 0, e.Message));
            return null;
        }
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
