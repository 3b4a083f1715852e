using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Our own key pairs. They sign requests, logout messages and metadata, and decrypt assertions. They are replaced as a whole, without a
/// restart, when the folder or the provider has others.
/// </summary>
internal sealed class ServiceProviderKeys
{
    /// <summary>
    /// The file of the certificate that is created at the first start; the private key is beside it in <c>samlsp.key</c>.
    /// </summary>
    public const string CertificateFile = KeyFolder.CertificateFile;

    private static readonly TimeSpan ProviderPause = TimeSpan.FromMinutes(5);

    private readonly ISigningKeyProvider? _provider;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServiceProviderKeys> _logger;
    private volatile KeySet _now = new();
    private KeyFolder? _folder;
    private TimeSpan _publishBeforeUse;
    private string _stamp = "";
    private (IReadOnlyList<LoadedPair> Pairs, IReadOnlyList<DecryptionKey> Older) _inFolder = ([], []);
    private IReadOnlyList<LoadedPair> _provided = [];
    private DateTimeOffset _askProviderAt;
    private string? _lastError;
    private bool _loaded;

    internal ServiceProviderKeys(ISigningKeyProvider? provider, TimeProvider clock, ILogger<ServiceProviderKeys> logger) =>
        (_provider, _clock, _logger) = (provider, clock, logger);

    /// <summary>All pairs, the one that signs first.</summary>
    public IReadOnlyList<ServiceProviderKeyPair> Pairs => _now.Pairs;

    /// <summary>The pair that signs; null when there is none.</summary>
    public SigningKey? Signing => _now.Signing;

    /// <summary>Private keys for encrypted assertions.</summary>
    public IReadOnlyList<DecryptionKey> Decryption => _now.Decryption;

    /// <summary>The public keys of all pairs. A token that an operator signed is valid under any of them.</summary>
    public IReadOnlyList<VerificationKey> Verification => _now.Verification;

    /// <summary>The certificate of the pair that signs; null when there is none.</summary>
    public X509Certificate2? Certificate => Signing?.Certificate;

    /// <summary>The error of the last attempt to read the folder or the provider; null if it succeeded.</summary>
    public string? LastError => _lastError;

    internal KeySet Now => _now;

    /// <summary>Reads all pairs for the first time; creates a pair if there is none.</summary>
    internal async Task LoadAsync(CertificateOptions options, string contentRoot, CancellationToken cancellationToken)
    {
        _publishBeforeUse = options.PublishBeforeUse;
        if (options.Directory is not null)
        {
            _folder = new(Path.Combine(contentRoot, options.Directory), options.Password);
            if (_provider is null)
            {
                _folder.MakeIfEmpty(_clock.GetUtcNow());
            }
        }

        await ReadAsync(cancellationToken);
    }

    /// <summary>Reads new pairs, and decides again which one signs. If they cannot be read, the last keys stay in use.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            _lastError = null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Half a pair, while files are being copied; or a provider of the application that throws an exception of its own.
            if (_lastError != e.Message)
            {
                _logger.OwnKeysNotRead(e.Message);
            }

            _lastError = e.Message;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_folder is not null && _folder.Stamp() is var stamp && stamp != _stamp)
        {
            _inFolder = _folder.Read();
            _stamp = stamp;
        }

        if (_provider is not null && now >= _askProviderAt)
        {
            _provided = [.. (await _provider.GetAsync(cancellationToken)).Select(LoadedPair.From)];
            _askProviderAt = now + ProviderPause;
        }

        var next = KeySet.Create([.. _provided, .. _inFolder.Pairs], _inFolder.Older, _publishBeforeUse, now);
        if (next.Pairs.SequenceEqual(_now.Pairs) && next.Decryption.Count == _now.Decryption.Count)
        {
            return;
        }

        if (_loaded)
        {
            _logger.OwnKeysChanged(
                string.Join(", ", next.Pairs.Select(p => $"{p.Name} ({p.State}, {Thumbprints.Describe(p.Certificate)})"))
            );
        }

        _now = next;
        _loaded = true;
    }
}
