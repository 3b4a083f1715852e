namespace SamlSp.Testing;

/// <summary>The service provider that test messages are for.</summary>
public static class TestSp
{
    /// <summary>Its base address.</summary>
    public const string BaseUrl = "https://sp.example.com";

    /// <summary>Its entity ID.</summary>
    public const string EntityId = BaseUrl + "/Saml2";

    /// <summary>Its assertion consumer service.</summary>
    public const string AcsUrl = BaseUrl + "/Saml2/Acs";

    /// <summary>Its logout endpoint.</summary>
    public const string LogoutUrl = BaseUrl + "/Saml2/Logout";

    /// <summary>The AuthnRequest that is pending unless a test says otherwise.</summary>
    public const string RequestId = "id5f3c1d8ee2b94a6f9a0c7b1d2e3f405162738495";
}
