namespace SamlSp.AspNetCore;

/// <summary>Finds everything that is wrong with an organization's provisioning settings.</summary>
internal static class ProvisioningValidator
{
    public static IEnumerable<string> Validate(string path, ProvisioningOptions provisioning)
    {
        for (var i = 0; i < provisioning.Tokens.Count; i++)
        {
            var token = provisioning.Tokens[i];
            if (string.IsNullOrEmpty(token) || token.Any(c => c is <= ' ' or > '~'))
            {
                yield return $"{path}:Tokens:{i}: a token has letters, digits and signs of ASCII, and no white space: it is sent in a header";
            }
            else if (token.StartsWith("scim.", StringComparison.Ordinal))
            {
                yield return $"{path}:Tokens:{i}: must not begin with \"scim.\": that is how access tokens begin";
            }
        }

        if (provisioning.WorkloadIdentity is not { } workload)
        {
            yield break;
        }

        if (!SamlSpOptionsValidator.IsHttps(workload.Issuer))
        {
            yield return $"{path}:WorkloadIdentity:Issuer: is required: https://login.microsoftonline.com/<tenant>/v2.0";
        }

        if (string.IsNullOrWhiteSpace(workload.Audience))
        {
            yield return $"{path}:WorkloadIdentity:Audience: is required: the audience that the service's token is for, api://<application>";
        }

        if (string.IsNullOrWhiteSpace(workload.Subject))
        {
            yield return $"{path}:WorkloadIdentity:Subject: is required: the object ID of the provisioning service";
        }

        if (workload.JwksUrl is not null && !SamlSpOptionsValidator.IsHttps(workload.JwksUrl))
        {
            yield return $"{path}:WorkloadIdentity:JwksUrl: must be https: (http: is for loopback hosts): whoever can change the keys on their way can provision";
        }
    }
}
