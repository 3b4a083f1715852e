using SamlSp.Tool;

return ToolHost.Run(args, Console.Out, Console.Error);
