using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace SamlSp.Directory;

/// <summary>
/// Data protection keys in the store: every node that shares it can read the others' cookies, and a new machine needs no home folder.
/// </summary>
internal sealed class StoredKeys(Store store, TimeProvider clock) : IXmlRepository
{
    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements() =>
        Wait(store.ReadWideAsync(wide => wide.KeysAsync(CancellationToken.None), CancellationToken.None))
            .ConvertAll(k => XElement.Parse(k.Xml));

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        var row = new KeyRow
        {
            Id = Guid.CreateVersion7().ToString(),
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
            CreatedAt = clock.GetUtcNow(),
        };
        Wait(
            store.WriteWideAsync(
                async wide =>
                {
                    await wide.AddKeyAsync(row, CancellationToken.None);
                    return true;
                },
                CancellationToken.None
            )
        );
    }

    /// <summary>
    /// The framework's interface is synchronous. It is called a few times a day, and ASP.NET Core has no context that could deadlock.
    /// </summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
