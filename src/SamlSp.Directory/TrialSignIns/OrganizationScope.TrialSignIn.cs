namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Test sign-ins, tracked.</summary>
    public IQueryable<TrialSignInRow> TrialSignIn => _context.Set<TrialSignInRow>();
}
