namespace SamlSp.Directory.Tests;

/// <summary>
/// A fact that needs a PostgreSQL server: skipped where none is installed, but for a build that says it must be there
/// (<c>SAMLSP_REQUIRE_POSTGRESQL=1</c>).
/// </summary>
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute()
    {
        if (PostgreSqlServer.Binaries is null && Environment.GetEnvironmentVariable("SAMLSP_REQUIRE_POSTGRESQL") != "1")
        {
            Skip = "PostgreSQL is not installed (apt-get install postgresql).";
        }
    }
}
