namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Test sign-ins, tracked.</summary>
    public IQueryable<SignInTestRow> SignInTests => _context.Set<SignInTestRow>();
}
