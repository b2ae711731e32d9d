global using PluginHost.Contracts;
global using PluginHost.Contracts.Learning;
global using TorchSharp;
global using static TorchSharp.torch;
