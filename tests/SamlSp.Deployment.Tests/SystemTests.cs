namespace SamlSp.Deployment.Tests;

/// <summary>The system is started once for all tests that need it, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SystemTests : ICollectionFixture<RunningSystem>
{
    public const string Name = "system";
}
