namespace SamlSp.Scim;

/// <summary>The core user, the enterprise extension, and ours.</summary>
internal static class UserSchemas
{
    public static ScimSchema Core { get; } =
        new(
            ScimUrns.User,
            "User",
            "User account",
            [
                new(
                    "userName",
                    AttributeType.String,
                    "The name by which the provisioning service knows the user. Unique, compared without case."
                )
                {
                    Required = true,
                    Uniqueness = "server",
                },
                new("name", AttributeType.Complex, "The parts of the user's name.")
                {
                    SubAttributes =
                    [
                        Text("formatted", "The whole name."),
                        Text("familyName", "Surname."),
                        Text("givenName", "Given name."),
                        Text("middleName", "Middle name."),
                        Text("honorificPrefix", "Title."),
                        Text("honorificSuffix", "Suffix."),
                    ],
                },
                Text("displayName", "The name that is shown."),
                Text("nickName", "The user's nickname."),
                new("profileUrl", AttributeType.Reference, "A page about the user.") { ReferenceTypes = ["external"] },
                Text("title", "Job title."),
                Text(
                    "userType",
                    "The relationship to the organization, as the customer calls it. What kind of user this is for SamlSp stands in our"
                        + " extension."
                ),
                Text("preferredLanguage", "Preferred language."),
                Text("locale", "Locale."),
                Text("timezone", "Time zone."),
                new("active", AttributeType.Boolean, "Whether the user may sign in. False ends their sessions at once."),
                Values("emails", "E-mail addresses. Several users may have one address.", "work", "home", "other"),
                Values("phoneNumbers", "Telephone numbers.", "work", "home", "mobile", "fax", "pager", "other"),
                Values("ims", "Instant messaging addresses."),
                Values("photos", "Addresses of photos.", "photo", "thumbnail"),
                new("addresses", AttributeType.Complex, "Postal addresses.")
                {
                    MultiValued = true,
                    SubAttributes =
                    [
                        Text("formatted", "The whole address."),
                        Text("streetAddress", "Street and number."),
                        Text("locality", "City."),
                        Text("region", "State or region."),
                        Text("postalCode", "Postal code."),
                        Text("country", "Country."),
                        Text("type", "The kind of address.") with
                        {
                            CanonicalValues = ["work", "home", "other"],
                        },
                        Primary,
                    ],
                },
                new("groups", AttributeType.Complex, "The groups that the user is a direct member of. Change the group instead.")
                {
                    MultiValued = true,
                    Mutability = Mutability.ReadOnly,
                    SubAttributes =
                    [
                        ReadOnly(Text("value", "The group's ID.") with { CaseExact = true }),
                        ReadOnly(new("$ref", AttributeType.Reference, "The group's address.") { ReferenceTypes = ["Group"] }),
                        ReadOnly(Text("display", "The group's name.")),
                        ReadOnly(Text("type", "direct")),
                    ],
                },
                Values("entitlements", "Kept, and without effect here."),
                Values(
                    "roles",
                    "The app roles that Entra assigns: kept, and without effect here. Rights come from groups, or are granted in the"
                        + " console."
                ),
                Values("x509Certificates", "Certificates."),
            ]
        );

    public static ScimSchema Enterprise { get; } =
        new(
            ScimUrns.EnterpriseUser,
            "EnterpriseUser",
            "Enterprise user",
            [
                Text("employeeNumber", "Employee number."),
                Text("costCenter", "Cost center."),
                Text("organization", "Organization."),
                Text("division", "Division."),
                Text("department", "Department."),
                new("manager", AttributeType.Complex, "The user's manager. An unknown ID is kept.")
                {
                    SubAttributes =
                    [
                        Text("value", "The manager's ID.") with
                        {
                            CaseExact = true,
                        },
                        new("$ref", AttributeType.Reference, "The manager's address.") { ReferenceTypes = ["User"] },
                        Text("displayName", "The manager's name."),
                    ],
                },
            ]
        );

    public static ScimSchema SamlSp { get; } =
        new(
            ScimUrns.SamlSpUser,
            "SamlSpUser",
            "What SamlSp knows of a user besides",
            [
                Text(
                    "orgUnitPath",
                    "The org unit, whose session policy holds: / or /guests, say. Once set, a sign-in leaves it alone."
                ) with
                {
                    CaseExact = true,
                },
                Text("userType", "Member or Guest; also member, entraGuest, externalGuest."),
                Text("originalUserPrincipalName", "The user principal name in the tenant, with #EXT# for guests.") with
                {
                    CaseExact = true,
                },
            ]
        );

    private static ScimAttribute Primary => new("primary", AttributeType.Boolean, "Whether this is the preferred one.");

    private static ScimAttribute Text(string name, string description) => new(name, AttributeType.String, description);

    private static ScimAttribute ReadOnly(ScimAttribute attribute) => attribute with { Mutability = Mutability.ReadOnly };

    private static ScimAttribute Values(string name, string description, params string[] types) =>
        new(name, AttributeType.Complex, description)
        {
            MultiValued = true,
            SubAttributes =
            [
                Text("value", "The value."),
                Text("display", "The value for people."),
                Text("type", "What kind this is; each at most once.") with
                {
                    CanonicalValues = types,
                },
                Primary,
            ],
        };
}
