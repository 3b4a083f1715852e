using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace SamlSp.Load;

/// <summary>What Entra's provisioning does most: creates people, and writes people again that are there.</summary>
internal static class ScimUpserts
{
    private const string Path = "/scim/v2/load/Users";

    /// <summary>More than there are requests under way, so that no two of them change one record at the same time.</summary>
    private const int ChangedPeople = 200;

    /// <summary>The name of a server's creations.</summary>
    public static string Creations(string server) => server + ": create";

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(
        LoadOptions options,
        params (string Name, Driver Driver, IMeasuredSystem System)[] systems
    )
    {
        if (systems.Length == 0)
        {
            return [];
        }

        using var probe = await systems[0].Driver.AskAsync(Request(HttpMethod.Get, systems[0].Driver.BaseUrl + Path + "?count=1", null));
        if (!probe.IsSuccessStatusCode)
        {
            Report.Print($"\nSCIM upserts are left out: this server answers {(int)probe.StatusCode} at {Path}.");
            return [];
        }

        // Other people than those who sign in, and others in each window.
        var next = 1_000_000;
        var contenders = new List<Contender>();
        foreach (var (name, driver, system) in systems)
        {
            contenders.Add(
                new(Creations(name), driver, system, _ => new("create", _ => Create(driver.BaseUrl, Interlocked.Increment(ref next)), 201))
            );
            var people = new List<(string Id, int Person)>();
            for (var i = 0; i < ChangedPeople; i++)
            {
                people.Add(await MakeAsync(driver, Interlocked.Increment(ref next)));
            }

            contenders.Add(
                new(
                    name + ": change",
                    driver,
                    system,
                    _ => new("change", number => Change(driver.BaseUrl, people[number % people.Count], number), 200)
                )
            );
        }

        var measured = await Rounds.RunAsync(options, [.. contenders]);
        Report.Table("SCIM upserts", measured);
        return measured;
    }

    private static async Task<(string Id, int Person)> MakeAsync(Driver driver, int person)
    {
        using var response = await driver.AskAsync(Create(driver.BaseUrl, person));
        var text = await response.Content.ReadAsStringAsync();
        using var json = System.Text.Json.JsonDocument.Parse(text);
        return (json.RootElement.GetProperty("id").GetString()!, person);
    }

    private static HttpRequestMessage Create(string baseUrl, int person) =>
        Request(HttpMethod.Post, baseUrl + Path, User(person, "Provisioned"));

    private static HttpRequestMessage Change(string baseUrl, (string Id, int Number) person, int number) =>
        Request(
            HttpMethod.Put,
            $"{baseUrl}{Path}/{person.Id}",
            User(person.Number, string.Create(CultureInfo.InvariantCulture, $"Changed {number}"))
        );

    private static string User(int person, string displayName) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"44444444-4444-4444-8444-{{person:D12}}","userName":"s{{person}}@example.com","active":true,"displayName":"{{displayName}}","name":{"givenName":"Sam","familyName":"Scim"},"emails":[{"type":"work","primary":true,"value":"s{{person}}@example.com"}]}
            """
        );

    private static HttpRequestMessage Request(HttpMethod method, string url, string? body)
    {
        var request = new HttpRequestMessage(method, url) { Headers = { Authorization = new("Bearer", ServerSystem.ProvisioningToken) } };
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        }

        return request;
    }
}
