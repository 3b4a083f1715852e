using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace SamlSp.Directory;

/// <summary>
/// Pooled contexts. The pool is made at first use, after the settings were checked, and outside of the application's own services.
/// </summary>
internal sealed class DirectoryContexts(StoreSettings settings, ILoggerFactory loggerFactory) : IDbContextFactory<DirectoryContext>
{
    private readonly Lazy<PooledDbContextFactory<DirectoryContext>> _pool = new(() =>
    {
        var builder = new DbContextOptionsBuilder<DirectoryContext>().UseLoggerFactory(loggerFactory);
        settings.Configure(builder);
        return new(((DbContextOptionsBuilder<DirectoryContext>)builder).Options);
    });

    public DirectoryContext CreateDbContext() => _pool.Value.CreateDbContext();

    public Task<DirectoryContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        _pool.Value.CreateDbContextAsync(cancellationToken);
}
