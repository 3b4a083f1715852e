using System.Globalization;
using System.Text;

namespace SamlSp.Scaling;

/// <summary>The nodes and the database for many people, and which bound is met first.</summary>
internal static class Fleet
{
    public static string Describe(Inputs inputs, Assumptions a)
    {
        var requests = a.SignInsPerSecond * a.RequestsPerSignIn;
        var signInCores = a.SignInsPerSecond * inputs.SignIn.OneNode.NodeMicroseconds / 1e6;
        var requestCores = requests * inputs.Request.OneNode.NodeMicroseconds / 1e6;
        var nodes = Math.Ceiling((signInCores + requestCores) / a.Utilization / a.CoresPerNode) + 1;

        // Each session is used on whichever node a request comes to; one that is not in its memory costs a read.
        var live = a.People * Math.Min(1, a.SignInsPerPersonAndDay);
        var missShare = Math.Max(0, 1 - a.CachedSessions / live);
        var databaseCores = a.SignInsPerSecond * inputs.SignIn.OneNode.DatabaseMicroseconds / 1e6 / a.Utilization;
        var commits = a.SignInsPerSecond * a.CommitsPerSignIn;
        var wal = a.SignInsPerSecond * inputs.Storage.LaterSignIn.WalBytes;
        var signInsPerDay = a.People * a.SignInsPerPersonAndDay;
        var personBytes = Math.Max(0, inputs.Storage.FirstSignIn.TableBytes - inputs.Storage.LaterSignIn.TableBytes);
        var sessionBytes = Math.Max(0, inputs.Storage.LaterSignIn.TableBytes - a.AuditRowsPerSignIn * a.AuditRowBytes);
        var people = a.People * personBytes;
        var sessions = signInsPerDay * a.SessionDays * sessionBytes;
        var audit = signInsPerDay * a.AuditDays * a.AuditRowsPerSignIn * a.AuditRowBytes;

        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{a.People:N0} users, {a.SignInsPerPersonAndDay:0.#} sign-in a day each, {a.SignInsPerSecond:N0} sign-ins and {requests:N0} requests a second at the peak; cores {a.Utilization:0 %} busy.\n\n"
        );
        text.Append("| what | calculation | |\n| --- | --- | ---: |\n");
        Row("node cores for sign-ins", $"{a.SignInsPerSecond:N0} × {inputs.SignIn.OneNode.NodeMicroseconds:N0} µs", $"{signInCores:F1}");
        Row("node cores for requests", $"{requests:N0} × {inputs.Request.OneNode.NodeMicroseconds:N0} µs", $"{requestCores:F1}");
        Row($"**nodes of {a.CoresPerNode} cores**", $"÷ {a.Utilization:0 %}, plus one spare", $"**{nodes:N0}**");
        Row(
            "memory of a node for sessions",
            $"{a.CachedSessions:N0} × {a.SessionBytesInMemory / 1000:N0} KB",
            $"{a.CachedSessions * a.SessionBytesInMemory / 1e9:F1} GB"
        );
        Row(
            "requests whose session is not in the node's memory",
            $"at worst, when all sessions are used equally",
            $"{missShare:0 %}, {requests * missShare:N0} reads a second"
        );
        Row(
            "**PostgreSQL cores**",
            $"{a.SignInsPerSecond:N0} × {inputs.SignIn.OneNode.DatabaseMicroseconds:N0} µs ÷ {a.Utilization:0 %}",
            $"**{databaseCores:F1}**"
        );
        Row(
            "commits a second",
            $"{a.CommitsPerSignIn:0.#} a sign-in; a primary can do {a.PrimaryCommitsPerSecond:N0}",
            $"{commits:N0}, {commits / a.PrimaryCommitsPerSecond:0 %}"
        );
        Row(
            "log a second",
            $"{inputs.Storage.LaterSignIn.WalBytes:N0} bytes a sign-in; a primary can write {a.PrimaryWalBytesPerSecond / 1e6:N0} MB",
            $"{wal / 1e6:F1} MB, {wal / a.PrimaryWalBytesPerSecond:0 %}"
        );
        Row("users", $"{a.People:N0} × {personBytes:N0} bytes", $"{Size(people)}");
        Row("sessions", $"{signInsPerDay:N0} a day × {a.SessionDays:0.#} days × {sessionBytes:N0} bytes", $"{Size(sessions)}");
        Row(
            "audit trail",
            $"{signInsPerDay:N0} a day × {a.AuditDays:N0} days × {a.AuditRowsPerSignIn * a.AuditRowBytes:N0} bytes",
            $"{Size(audit)}"
        );
        Row("**PostgreSQL size**", $"users, sessions, audit trail", $"**{Size(people + sessions + audit)}**");
        var bounds = new (string Name, double Load)[]
        {
            ("the commits of one primary", commits / a.PrimaryCommitsPerSecond),
            ("the log of one primary", wal / a.PrimaryWalBytesPerSecond),
            ("the CPU of a primary with 32 cores", databaseCores / 32),
            ("the size of one database that can be vacuumed and backed up overnight, 2 TB", (people + sessions + audit) / 2e12),
        };
        var first = bounds.MaxBy(bound => bound.Load);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nThe first limit is {first.Name}: it is {first.Load:0 %} used ({string.Join("; ", bounds.Where(b => b != first).Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Name}: {b.Load:0 %}")))}).\n"
        );
        return text.ToString();

        void Row(string what, FormattableString how, FormattableString result) =>
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {what} | {how.ToString(CultureInfo.InvariantCulture)} | {result.ToString(CultureInfo.InvariantCulture)} |\n"
            );
    }

    private static string Size(double bytes) =>
        bytes >= 1e12
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:F1} TB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F0} GB");
}
