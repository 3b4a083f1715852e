using SamlSp.Claims;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

public class AttackLabTests
{
    public static TheoryData<string> Ids => [.. AttackLab.Cases.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AttackCase_BesideItsControl_IsRefusedWithItsCode(string id)
    {
        var attack = AttackLab.Cases.Single(c => c.Id == id);
        await using var sandbox = await Sandbox.StartAsync();

        // The control: the same request, the same user, no attack.
        var request = sandbox.Request();
        var good = sandbox.Verify((await sandbox.SignInAsync(request)).Response, request.Id, TestClock.Now);
        Assert.True(good.Accepted, good.Refusal?.Message);

        request = sandbox.Request() with { ForceAuthn = true };
        var page = await sandbox.SignInAsync(request, "alice", ("attack", id));
        Assert.Equal(attack.ExpectedCode, page.Document!.QuerySelector("#expected")!.TextContent);
        Assert.Equal(TestSp.AcsUrl, page.Form().Action);
        Assert.Equal(attack.ExpectedCode, Code(sandbox, attack, page.Response, request.Id));
    }

    [Fact]
    public void AttackLab_Cases_SpanTheCatalogue()
    {
        Assert.True(AttackLab.Cases.Count >= 40);
        Assert.Equal(AttackLab.Cases.Count, AttackLab.Cases.Select(c => c.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("ABCDEFG", string.Concat(AttackLab.Cases.Select(c => c.CatalogueId[0]).Distinct()));
    }

    [Fact]
    public async Task AttackLab_AppWithoutEncryptionCertificate_DisablesItsCases()
    {
        await using var sandbox = await Sandbox.StartAsync(o =>
        {
            o.ServiceProviders.Clear();
            o.ServiceProviders.Add(Sandbox.TestApp with { EncryptionCertificate = null });
        });
        var page = await sandbox.SendAsync(sandbox.Request());
        Assert.Equal(
            AttackLab.Cases.Where(c => c.NeedsEncryption).Select(c => c.Id),
            page.Document!.QuerySelectorAll("option[disabled]").Select(o => o.GetAttribute("value")!)
        );
        Assert.Equal("AADSTS50007", (await sandbox.Browser.PickAsync(page, "alice", ("attack", "rsa-1-5"))).Code);
    }

    [Fact]
    public async Task Attack_Sent_StartsNoSession()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.SignInAsync(sandbox.Request(), "alice", ("attack", "unsigned"));
        Assert.Null((await sandbox.SendAsync(sandbox.Request())).Field("SAMLResponse"));
    }

    private static string? Code(Sandbox sandbox, AttackCase attack, string formValue, string requestId)
    {
        var result = sandbox.Verify(formValue, requestId, attack.FoundBy == AttackFinder.SessionPolicy ? TestClock.Now : null);
        switch (attack.FoundBy)
        {
            case AttackFinder.UsedAssertions:
                // The response itself is valid: its ID shows the second use.
                Assert.True(attack.IsSentTwice);
                Assert.Equal(result.Assertion!.Id, sandbox.Verify(formValue, requestId).Assertion!.Id);
                return RefusalCodes.Replayed;
            case AttackFinder.Identity:
                Assert.True(
                    IdentityResolver.TryCreate(
                        new() { TenantDomain = TestTenant.Domain, PrimaryDomain = TestTenant.PrimaryDomain },
                        out var resolver,
                        out _
                    )
                );
                var assertion = result.Assertion!;
                return resolver
                    .Resolve(
                        new()
                        {
                            Issuer = assertion.Issuer,
                            NameId = assertion.NameId.Value,
                            Claims = assertion.Attributes,
                        },
                        sandbox.Clock
                    )
                    .ErrorCode;
            default:
                return result.Refusal?.Code;
        }
    }
}
