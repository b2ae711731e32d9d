global using PluginHost.Contracts;
global using PluginHost.Learning;
global using TorchSharp;
global using static TorchSharp.torch;
