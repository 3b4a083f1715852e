namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Trial sign-ins, tracked.</summary>
    public IQueryable<TrialSignInRow> TrialSignIns => _context.Set<TrialSignInRow>();
}
