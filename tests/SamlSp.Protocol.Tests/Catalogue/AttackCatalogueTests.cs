using SamlSp.Testing;
using Xunit.Abstractions;

namespace SamlSp.Protocol.Tests;

// The catalogue of attacks, groups A to F. C12 and E06 are tested with metadata and the redirect binding; E10, F10, F11 and F13 with the
// endpoints and stores; E11 is the fuzz tests.
public class AttackCatalogueTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. AttackCatalogue.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AttackCase_AttackBesideItsControl_HasExpectedOutcome(string name)
    {
        var problem = AttackCatalogue.All.Single(c => c.Name == name).Run();
        Assert.True(problem is null, problem);
    }

    [Fact]
    public void AttackCatalogue_EachGroup_HasNoFailure()
    {
        var table = new List<string> { "group   refused   accepted   codes   held" };
        var failures = 0;
        foreach (var group in AttackCatalogue.All.GroupBy(c => c.Group))
        {
            var held = group.Count(c => c.Run() is null);
            failures += group.Count() - held;
            table.Add(
                $"{group.Key, -5} {group.Count(c => c.Code is not null), 9} {group.Count(c => c.Code is null), 10} {group.Select(c => c.Code).Distinct().Count(), 7} {held, 4}/{group.Count()}"
            );
        }

        table.ForEach(output.WriteLine);
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        File.WriteAllLines(Path.Combine(Repository.Root, "artifacts", "catalogue.txt"), table);
        Assert.Equal(0, failures);
    }

    [Fact]
    public void AttackCatalogue_EachLineOfTheVerifier_HasACase()
    {
        string[] elsewhere = ["C04", "C12", "E06", "E10", "E11", "F10", "F11", "F13"];
        (char Group, int Lines)[] groups = [('A', 20), ('B', 17), ('C', 15), ('D', 9), ('E', 11), ('F', 19)];
        var covered = AttackCatalogue.All.Select(c => c.Name[..3]).ToHashSet(StringComparer.Ordinal);
        foreach (var (group, lines) in groups)
        {
            Assert.All(Enumerable.Range(1, lines).Select(i => $"{group}{i:00}").Except(elsewhere), id => Assert.Contains(id, covered));
        }
    }
}
