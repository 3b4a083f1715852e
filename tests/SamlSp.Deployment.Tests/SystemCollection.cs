namespace SamlSp.Deployment.Tests;

/// <summary>The system is started once for all tests that need it, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SystemCollection : ICollectionFixture<RunningSystem>
{
    public const string Name = "system";
}
