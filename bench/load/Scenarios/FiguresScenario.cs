namespace SamlSp.Load;

/// <summary>Sign-ins, authenticated requests and SCIM upserts, each against what it is held against.</summary>
internal static class FiguresScenario
{
    public static async Task<int> RunAsync(LoadOptions options)
    {
        Report.Print($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {options.Connections} connections, windows of {options.Window.TotalSeconds:F0} s, best of {options.Rounds}, {options.People:N0} people; the driver runs on the same cores");
        await using var bare = await BaselineSystem.StartAsync("bare");
        await using var cookie = await BaselineSystem.StartAsync("cookie");
        await using var middleware = await BaselineSystem.StartAsync("middleware");
        await using var sqlite = await ServerSystem.StartAsync(options.Server);
        await using var postgreSql = await ServerSystem.StartAsync(options.Server, postgreSql: true);
        await using var two = await ServerSystem.StartAsync(options.Server, nodes: 2, postgreSql: true);
        using var toBare = new Driver(bare.BaseUrl, options.Connections);
        using var toCookie = new Driver(cookie.BaseUrl, options.Connections);
        using var toMiddleware = new Driver(middleware.BaseUrl, options.Connections);
        using var toSqlite = new Driver(sqlite.BaseUrl, options.Connections);
        using var toPostgreSql = new Driver(postgreSql.BaseUrl, options.Connections);
        using var toTwo = new Driver(two.BaseUrl, options.Connections);

        var signIns = options.Wants("sign-ins") ? await SignInsAsync() : [];
        var requests = options.Wants("requests") ? await RequestsAsync() : [];
        var upserts = options.Wants("scim") ? await ScimUpserts.MeasureAsync(options, ("server, one node, SQLite", toSqlite, sqlite), ("server, one node, PostgreSQL", toPostgreSql, postgreSql), ("server, two nodes behind nginx, PostgreSQL", toTwo, two)) : [];
        if (options.Json is not null && options.Only.Length == 0) await ScalingInputs.WriteAsync(options.Json, postgreSql, toPostgreSql, signIns, requests, upserts);
        return 0;

        async Task<IReadOnlyList<Measurement>> SignInsAsync()
        {
            Contender SignIn(string name, Driver driver, IMeasuredSystem system) => new(name, driver, system, () =>
                SignIns.Workload(name, driver.BaseUrl + "/Saml2/Acs", SignIns.Make(driver.BaseUrl, options.FormsPerWindow, options.People), 303));
            var form = SignIns.Make(bare.BaseUrl, 1, 1)[0];
            var measured = await Rounds.RunAsync(
                options,
                new Contender("bare endpoint: one RSA verification", toBare, bare, () => SignIns.Repeating("bare", bare.BaseUrl + "/verify", form, 303)),
                SignIn("middleware, stores in memory", toMiddleware, middleware),
                SignIn("server, one node, SQLite", toSqlite, sqlite),
                SignIn("server, one node, PostgreSQL", toPostgreSql, postgreSql),
                SignIn("server, two nodes behind nginx, PostgreSQL", toTwo, two));
            Report.Table("Sign-ins through `/Saml2/Acs`", measured);
            Report.Print($"\nverification alone: {Verification.Microseconds(bare.BaseUrl):F0} µs. Sign-ins a second and core against the bare endpoint: in memory {measured[1].RatePerCore / measured[0].RatePerCore:F2}, SQLite {measured[2].RatePerCore / measured[0].RatePerCore:F2}, PostgreSQL {measured[3].RatePerCore / measured[0].RatePerCore:F2} (reach: 0.5)");
            return measured;
        }

        async Task<IReadOnlyList<Measurement>> RequestsAsync()
        {
            Contender Get(string name, Driver driver, IMeasuredSystem system, string path, IReadOnlyList<string> cookies) => new(name, driver, system, () => Requests.Workload(name, driver.BaseUrl + path, cookies));
            var measured = await Rounds.RunAsync(
                options,
                Get("plain cookie handler, 2 claims in the cookie", toCookie, cookie, "/me", [await PlainCookieAsync(toCookie, 2)]),
                Get("plain cookie handler, 57 claims in the cookie", toCookie, cookie, "/me", [await PlainCookieAsync(toCookie, 57)]),
                Get("middleware, stores in memory", toMiddleware, middleware, "/me", await CookiesAsync(toMiddleware)),
                Get("server, one node, SQLite: `/session`", toSqlite, sqlite, "/session", await CookiesAsync(toSqlite)),
                Get("server, one node, PostgreSQL: `/session`", toPostgreSql, postgreSql, "/session", await CookiesAsync(toPostgreSql)),
                Get("server, two nodes behind nginx: `/session`", toTwo, two, "/session", await CookiesAsync(toTwo)));
            Report.Table("Requests with a session", measured);
            Report.Print($"\nthe middleware against the plain cookie handler, the same endpoint: {measured[2].RatePerCore / measured[0].RatePerCore:F2} of it with 2 claims, {measured[2].RatePerCore / measured[1].RatePerCore:F2} of it with 57 (reach: 0.9)");
            return measured;
        }
    }

    private static async Task<string> PlainCookieAsync(Driver driver, int claims)
    {
        using var response = await driver.AskAsync(new(HttpMethod.Post, $"{driver.BaseUrl}/sign-in?claims={claims}"));
        return SignIns.Cookie(response)!;
    }

    /// <summary>Sessions of some people.</summary>
    private static async Task<IReadOnlyList<string>> CookiesAsync(Driver driver)
    {
        var cookies = new List<string>();
        for (var person = 0; person < 100; person++) cookies.Add(await SignIns.CookieAsync(driver, person));
        return cookies;
    }
}
