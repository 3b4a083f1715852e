using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>Each row of docs/troubleshooting.md is tried by a test.</summary>
public sealed partial class TroubleshootingPageTests
{
    /// <summary>A part of each row's symptom, and the test that meets it.</summary>
    private static readonly (string Symptom, string Test)[] Tried =
    [
        ("Our clock and the clock of", "Clock_TenMinutesOffOnSqlite_IsNamed"),
        ("The check `store_clock`", "Clock_TenMinutesAheadOnPostgreSql_IsNamed"),
        ("Our store is down", "Store_Down_IsNamedAndReferencesAreWrittenLater"),
        ("database or disk is full", "Disk_Full_IsNamed"),
        ("attempt to write a readonly database", "Disk_ReadOnly_IsNamed"),
        ("password authentication failed", "Store_WrongPassword_IsNamed"),
        ("using the metadata read at", "Metadata_DownAtStart_DegradesThatOrganization"),
        ("can sign in yet", "Metadata_DownAtStart_DegradesThatOrganization"),
        ("the signing certificate of", "Certificates_Ended_AreNamed"),
        ("our own certificate has ended", "Certificates_Ended_AreNamed"),
        ("audience_mismatch", "TraceCommand_RefusedSignIn_ShowsTheReason"),
        ("sign_in_loop", "SignIn_ThirdWithinAMinuteToOneAddress_StopsWithAPage"),
        ("`samlsp trace` does not know", "Store_Down_IsNamedAndReferencesAreWrittenLater"),
        ("address already in use", "Start_PortThatIsTaken_IsOneLine"),
        ("there is no such setting", "Start_Refused_ChangesNothingInTheStore"),
        ("LineNumber", "Start_SettingsFileNotJson_IsNamedWithTheLine"),
        ("the folder … does not exist", "Store_WrongPath_IsRefusedAtStart"),
        ("is not the store that the keys", "Store_WrongPath_IsRefusedAtStart"),
        ("made by a newer version", "Migrator_StoreOfANewerVersion_RefusesToStart"),
        ("cannot read the identity provider's metadata", "FirstStart_AddressWithoutMetadata_IsRefusedWithTheSettingsPath"),
        ("`deploy/system.sh up`", "SystemUp_PortThatIsTaken_LeavesNothingRunning"),
        ("The store is new, and has no owner yet", "Store_WrongPath_IsRefusedAtStart"),
        ("data protection keys cannot be read", "KeyHealth_KeyThatCannotBeDecrypted_IsDegraded"),
        ("sign-ins end at an address", "Server_BaseUrlElsewhereOnThisComputer_WarnsAtStart"),
    ];

    [Fact]
    public void Troubleshooting_EachRow_IsTriedByATest()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs/troubleshooting.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| symptom", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("| ---", StringComparison.Ordinal))
            .Select(line => line.Split(" | ")[0])
            .ToList();
        Assert.True(rows.Count >= 20);
        Assert.All(rows, row => Assert.Contains(Tried, tried => row.Contains(tried.Symptom, StringComparison.Ordinal)));
        Assert.Equal(rows.Count, Tried.Length);

        var tests = System
            .IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(nameof(TroubleshootingPageTests) + ".cs", StringComparison.Ordinal))
            .SelectMany(file => TestPattern().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToList();
        Assert.All(Tried, tried => Assert.Contains(tests, test => test.StartsWith(tried.Test, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestPattern();
}
