global using People = SamlSp.Directory.Tests.SampleData;
