global using PluginHost.Contracts;
global using PluginHost.Contracts.Learning;
global using PluginHost.Exemplars;
global using static TorchSharp.torch;
