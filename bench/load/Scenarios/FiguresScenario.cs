namespace SamlSp.Load;

/// <summary>Sign-ins, authenticated requests and SCIM upserts, each against what it is held against.</summary>
internal static class FiguresScenario
{
    public const string PostgreSql = "server, one node, PostgreSQL";
    public const string Two = "server, two nodes behind nginx, PostgreSQL";

    private const string Bare = "bare endpoint: reads the form, one RSA verification";
    private const string Verified = "bare endpoint with SamlSp's verification: form to `VerifiedAssertion`";
    private const string Framework = "sign-in by the framework: `SignedXml`, claims into the cookie";
    private const string Cookie2 = "plain cookie handler, 2 claims in the cookie";
    private const string Cookie57 = "plain cookie handler, 57 claims in the cookie";
    private const string Memory = "middleware, stores in memory";
    private const string Sqlite = "server, one node, SQLite";

    public static async Task<int> RunAsync(LoadOptions options)
    {
        Report.Print(
            $"Measured {DateTimeOffset.UtcNow:yyyy-MM-dd} on {Environment.ProcessorCount} cores with .NET {Environment.Version}: {options.Connections} connections, windows of {options.Window.TotalSeconds:F0} s, best of {options.Rounds}, {options.People:N0} users. Everything ran on these cores, including the driver."
        );
        await using var systems = new Systems(options);
        var signIns = options.Wants("sign-ins") ? await SignInsAsync(options, systems) : [];
        var requests = options.Wants("requests") ? await RequestsAsync(options, systems) : [];
        var upserts = options.Wants("scim") ? await ScimUpserts.MeasureAsync(options, await ServersAsync(options, systems)) : [];
        if (options.Update is not null)
        {
            await Report.UpdateAsync(options.Update, Report.Text);
        }

        if (options.Json is not null && options is { Only: "", Match: "" })
        {
            var (driver, system) = await systems.ServerAsync(1, postgreSql: true);
            await ScalingInputs.WriteAsync(options.Json, (ServerSystem)system, driver, signIns, requests, upserts);
        }

        return 0;
    }

    /// <summary>The name of a server's requests to <c>/session</c>.</summary>
    public static string Session(string server) => server + ": `/session`";

    /// <summary>The kinds of server that are wanted.</summary>
    private static async Task<(string Name, Driver Driver, IMeasuredSystem System)[]> ServersAsync(LoadOptions options, Systems systems)
    {
        var wanted = new List<(string, Driver, IMeasuredSystem)>();
        foreach (var (name, nodes, postgreSql) in new[] { (Sqlite, 1, false), (PostgreSql, 1, true), (Two, 2, true) })
        {
            if (!name.Contains(options.Match, StringComparison.Ordinal))
            {
                continue;
            }

            var (driver, system) = await systems.ServerAsync(nodes, postgreSql);
            wanted.Add((name, driver, system));
            if (options.Against is not null)
            {
                (driver, system) = await systems.ServerAsync(nodes, postgreSql, isBase: true);
                wanted.Add((Report.BaseOf(name), driver, system));
            }
        }

        return [.. wanted];
    }

    private static async Task<IReadOnlyList<Measurement>> SignInsAsync(LoadOptions options, Systems systems)
    {
        var (toBare, bare) = await systems.BaselineAsync("bare");
        var form = SignIns.Make(toBare.BaseUrl, 1, 1)[0];
        List<Contender> contenders = [new(Bare, toBare, bare, _ => SignIns.Repeating(Bare, toBare.BaseUrl + "/verify", form, 303))];
        foreach (
            var (name, kind, path) in new[]
            {
                (Verified, "verification", "/verify"),
                (Framework, "framework", "/acs"),
                (Memory, "middleware", "/Saml2/Acs"),
            }
        )
        {
            if (!name.Contains(options.Match, StringComparison.Ordinal))
            {
                continue;
            }

            var (driver, system) = await systems.BaselineAsync(kind);
            contenders.Add(SignIn(name, driver, system, path));
        }

        foreach (var (name, driver, system) in await ServersAsync(options, systems))
        {
            contenders.Add(SignIn(name, driver, system));
        }

        var measured = await Rounds.RunAsync(options, [.. contenders]);
        Report.Table("Sign-ins through `/Saml2/Acs`", measured);
        Report.Print(
            $"\nSign-ins a second and core, relative to the bare endpoint, median of the rounds (goal: 0.5):\n\n{Against(measured, measured[0])}"
        );
        return measured;

        Contender SignIn(string name, Driver driver, IMeasuredSystem system, string path = "/Saml2/Acs") =>
            new(
                name,
                driver,
                system,
                count => SignIns.Workload(name, driver.BaseUrl + path, SignIns.Make(driver.BaseUrl, count, options.People), 303)
            );
    }

    private static async Task<IReadOnlyList<Measurement>> RequestsAsync(LoadOptions options, Systems systems)
    {
        var (toCookie, cookie) = await systems.BaselineAsync("cookie");
        List<Contender> contenders =
        [
            Get(Cookie2, toCookie, cookie, "/me", [await PlainCookieAsync(toCookie, 2)]),
            Get(Cookie57, toCookie, cookie, "/me", [await PlainCookieAsync(toCookie, 57)]),
        ];
        if (Memory.Contains(options.Match, StringComparison.Ordinal))
        {
            var (driver, system) = await systems.BaselineAsync("middleware");
            contenders.Add(Get(Memory, driver, system, "/me", await CookiesAsync(driver)));
        }

        foreach (var (name, driver, system) in await ServersAsync(options, systems))
        {
            var cookies = await CookiesAsync(driver);
            contenders.Add(Get(Session(name), driver, system, "/session", cookies));
            if (!name.EndsWith(Two, StringComparison.Ordinal))
            {
                contenders.Add(Get(name + ": `/auth`", driver, system, "/auth", cookies));
            }
        }

        var measured = await Rounds.RunAsync(options, [.. contenders]);
        Report.Table("Requests with a session", measured);
        Report.Print(
            $"\nRequests a second and core, relative to the plain cookie handler, median of the rounds. The first number is for 2 claims in its cookie (goal for the middleware, which has the same endpoint: 0.9). The second is for 57 claims, as many as the session has.\n\n{Against(measured, measured[0], measured[1])}"
        );
        return measured;

        static Contender Get(string name, Driver driver, IMeasuredSystem system, string path, IReadOnlyList<string> cookies) =>
            new(name, driver, system, _ => Requests.Workload(name, driver.BaseUrl + path, cookies));
    }

    /// <summary>A list with one entry for each measurement: its ratio to each baseline.</summary>
    private static string Against(IReadOnlyList<Measurement> measured, params Measurement[] baselines) =>
        string.Join(
            '\n',
            measured
                .Where(m => m.Name is not (Bare or Cookie2 or Cookie57))
                .Select(m =>
                    $"- {m.Name}: "
                    + string.Join(
                        "; ",
                        baselines.Select(b => m.Against(b).ToString("F2", System.Globalization.CultureInfo.InvariantCulture))
                    )
                )
        );

    private static async Task<string> PlainCookieAsync(Driver driver, int claims)
    {
        using var response = await driver.AskAsync(new(HttpMethod.Post, $"{driver.BaseUrl}/sign-in?claims={claims}"));
        return SignIns.Cookie(response)!;
    }

    /// <summary>Sessions of some people.</summary>
    private static async Task<IReadOnlyList<string>> CookiesAsync(Driver driver)
    {
        var cookies = new List<string>();
        for (var person = 0; person < 50; person++)
        {
            cookies.Add(await SignIns.CookieAsync(driver, person));
        }

        return cookies;
    }
}
