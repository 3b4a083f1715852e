using System.Globalization;

namespace SamlSp.Interop.Tests;

/// <summary>A library of others, with a program of this project around it.</summary>
/// <param name="interpreter">What runs the program.</param>
/// <param name="program">The program's path in the folder Peers.</param>
public abstract class ProgramPeer(string interpreter, string program) : SamlPeer
{
    /// <inheritdoc />
    protected override Task<PeerProcess> StartAsync() =>
        PeerProcess.StartAsync(
            Folder,
            new(MetadataUrl),
            Variables,
            interpreter,
            Path.Combine(Programs, program),
            Folder,
            new Uri(Url).Port.ToString(CultureInfo.InvariantCulture),
            SpEntityId,
            // Our metadata is at our entity ID.
            SpEntityId
        );
}
