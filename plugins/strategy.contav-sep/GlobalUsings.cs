global using PluginHost.Contracts;
global using PluginHost.Contracts.Learning;
global using PluginHost.Tensors;
global using TorchSharp;
global using static TorchSharp.torch;
