using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SamlSp.Directory;

/// <summary>
/// The model of <see cref="DirectoryContext"/>, one for each kind of database and shared by everybody in the process. What a start and a
/// sign-in need goes to the database without it. It cannot be compiled with the code: EF Core's compiled models know no query filters, and
/// those keep organizations apart.
/// </summary>
internal static class DirectoryModel
{
    private static readonly ConcurrentDictionary<StorageProvider, Lazy<IModel>> Models = new();

    /// <summary>The model. Whoever comes while it is being made waits for it.</summary>
    public static IModel For(StorageProvider provider) => Models.GetOrAdd(provider, static provider => new(() => Make(provider))).Value;

    /// <summary>
    /// Makes the model, so that the first page of the console does not wait for it: it costs a third of what a whole start costs. (Not on a
    /// thread of the pool, which has as many as there are cores.)
    /// </summary>
    public static Task PrepareAsync(StorageProvider provider) =>
        Task.Factory.StartNew(
            () =>
            {
                For(provider);

                // Whoever asks for a statement's text has loaded all that translates one.
                using var context = Context(provider);
                _ = context.Set<KeyRow>().ToQueryString();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static IModel Make(StorageProvider provider)
    {
        using var context = Context(provider);
        return context.Model;
    }

    private static DirectoryContext Context(StorageProvider provider)
    {
        var builder = new DbContextOptionsBuilder<DirectoryContext>();
        if (provider == StorageProvider.Sqlite)
        {
            builder.UseSqlite();
        }
        else
        {
            builder.UseNpgsql();
        }

        return new(builder.Options);
    }
}
