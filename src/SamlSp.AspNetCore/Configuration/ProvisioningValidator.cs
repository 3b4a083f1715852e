namespace SamlSp.AspNetCore;

/// <summary>Finds the mistakes in the provisioning settings of an organization.</summary>
internal static class ProvisioningValidator
{
    public static IEnumerable<string> Validate(string path, ProvisioningOptions provisioning)
    {
        for (var i = 0; i < provisioning.Tokens.Count; i++)
        {
            var token = provisioning.Tokens[i];
            if (string.IsNullOrEmpty(token) || token.Any(c => c is <= ' ' or > '~'))
            {
                yield return $"{path}:Tokens:{i}: must be visible ASCII characters without white space, because it is sent in a header";
            }
            else if (token.StartsWith("scim.", StringComparison.Ordinal))
            {
                yield return $"{path}:Tokens:{i}: must not begin with \"scim.\", because access tokens begin with it";
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
            yield return $"{path}:WorkloadIdentity:Audience: is required: the audience that the service's token is for, "
                + "api://<application>";
        }

        if (string.IsNullOrWhiteSpace(workload.Subject))
        {
            yield return $"{path}:WorkloadIdentity:Subject: is required: the object ID of the provisioning service";
        }

        if (workload.JwksUrl is not null && !SamlSpOptionsValidator.IsHttps(workload.JwksUrl))
        {
            yield return $"{path}:WorkloadIdentity:JwksUrl: must be https: (http: is for loopback hosts): an attacker who can "
                + "change the keys in transit can provision users";
        }
    }
}
