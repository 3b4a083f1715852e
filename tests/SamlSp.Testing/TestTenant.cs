namespace SamlSp.Testing;

/// <summary>The Entra tenants of the tests.</summary>
public static class TestTenant
{
    /// <summary>The customer's tenant, which issues the assertions.</summary>
    public const string Id = "3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11";

    /// <summary>Its initial domain.</summary>
    public const string Domain = "contoso.onmicrosoft.com";

    /// <summary>The domain that the service provider's users live in.</summary>
    public const string PrimaryDomain = "example.com";

    /// <summary>The entity ID of the customer's tenant.</summary>
    public const string Issuer = "https://sts.windows.net/" + Id + "/";

    /// <summary>Its single sign-on and logout URL.</summary>
    public const string SignOnUrl = "https://login.microsoftonline.com/" + Id + "/saml2";

    /// <summary>The issuer that Entra puts into its logout messages.</summary>
    public const string LogoutIssuer = "https://login.microsoftonline.com/" + Id + "/";

    /// <summary>Altostrat's tenant, the home of Charlie.</summary>
    public const string HomeId = "a70c44f9-5d3e-4b8e-9c02-61f7d8e3b520";

    /// <summary>The entity ID of Altostrat's tenant.</summary>
    public const string HomeIssuer = "https://sts.windows.net/" + HomeId + "/";
}
