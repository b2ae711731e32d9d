global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Tensors;
global using TorchSharp;
global using static TorchSharp.torch;
