using System.CommandLine;

return new RootCommand("Looks into SAML sign-ins and Entra's rules.").Parse(args).Invoke();
