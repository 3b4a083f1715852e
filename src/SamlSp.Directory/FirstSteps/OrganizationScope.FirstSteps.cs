using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>The first steps that an owner does not need.</summary>
    public IQueryable<SkippedStepRow> SkippedSteps => _context.Set<SkippedStepRow>().AsNoTracking();
}
