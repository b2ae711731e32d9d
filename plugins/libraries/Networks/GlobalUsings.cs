global using PluginHost.Contracts;
global using PluginHost.Tensors;
global using TorchSharp;
global using TorchSharp.Modules;
global using static TorchSharp.torch;
