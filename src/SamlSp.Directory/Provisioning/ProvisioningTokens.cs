using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>Provisioning secrets in the store, under their hashes.</summary>
internal sealed class ProvisioningTokens(Store store, TimeProvider clock) : IProvisioningTokens
{
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(5);

    /// <summary>What the store knows a secret by.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <inheritdoc />
    public Task<NewProvisioningCredential?> CreateAsync(
        string organization,
        string name,
        ProvisioningCredentialKind kind,
        TimeSpan lifetime,
        string actor,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > IProvisioningTokens.MaxNameLength || name.Any(char.IsControl))
        {
            throw new ArgumentException("A name has at most 100 characters, and no control characters.", nameof(name));
        }

        if (lifetime <= TimeSpan.Zero || lifetime > IProvisioningTokens.MaxLifetime)
        {
            throw new ArgumentOutOfRangeException(nameof(lifetime), "A secret is valid for three years at most.");
        }

        return store.WriteAsync<NewProvisioningCredential?>(
            organization,
            actor,
            async scope =>
            {
                if (await scope.ProvisioningCredentials.CountAsync(cancellationToken) >= IProvisioningTokens.MaxCount)
                {
                    return null;
                }

                var secret = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
                var row = new ProvisioningCredentialRow
                {
                    Organization = scope.Organization,
                    Id = Guid.NewGuid().ToString(),
                    Name = name,
                    Kind = kind,
                    Hash = Hash(secret),
                    CreatedBy = actor,
                    CreatedAt = scope.Now,
                    ExpiresAt = scope.Now + lifetime,
                };
                scope.Add(row);
                scope.Audit(AuditActions.ProvisioningSecretCreated, row.Id);
                await scope.SaveAsync(cancellationToken);
                return new(From(row), secret);
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ProvisioningCredential>> ListAsync(string organization, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<ProvisioningCredential>>(
            organization,
            async scope =>
                [.. (await scope.ProvisioningCredentials.OrderByDescending(c => c.CreatedAt).ToListAsync(cancellationToken)).Select(From)],
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> RevokeAsync(string organization, string id, string actor, CancellationToken cancellationToken) =>
        store.WriteAsync(
            organization,
            actor,
            async scope =>
            {
                if (await scope.ProvisioningCredentials.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    return false;
                }

                scope.Audit(AuditActions.ProvisioningSecretRevoked, id);
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>The credential of a secret that was presented; null when there is none that is valid now.</summary>
    public async Task<ProvisioningCredential?> FindAsync(
        string organization,
        string secret,
        ProvisioningCredentialKind kind,
        CancellationToken cancellationToken
    )
    {
        var found = await store.ReadAsync(
            organization,
            ProvisioningCredentialSql.ByHash,
            [Hash(secret), kind.ToString()],
            cancellationToken
        );
        return await UseAsync(organization, found, cancellationToken);
    }

    /// <summary>The credential with an ID, if it is still valid: an access token was issued for it.</summary>
    public async Task<ProvisioningCredential?> FindByIdAsync(string organization, string id, CancellationToken cancellationToken) =>
        await UseAsync(
            organization,
            await store.ReadAsync(organization, ProvisioningCredentialSql.ById, [id], cancellationToken),
            cancellationToken
        );

    private async Task<ProvisioningCredential?> UseAsync(
        string organization,
        IReadOnlyList<SqlRow> found,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        if (found is not [var row, ..] || ProvisioningCredentialSql.Read(row) is var credential && credential.ExpiresAt <= now)
        {
            return null;
        }

        if (credential.LastUsedAt is not { } last || now - last >= UseIsNotedEvery)
        {
            var batch = new StatementBatch();
            batch.Add(OrganizationScope.Key(organization), ProvisioningCredentialSql.NoteUse, credential.Id, now);
            await store.WriteAsync(batch, cancellationToken);
        }

        return credential;
    }

    private static ProvisioningCredential From(ProvisioningCredentialRow row) =>
        new(row.Id, row.Name, row.Kind, row.CreatedBy, row.CreatedAt, row.ExpiresAt, row.LastUsedAt);
}
