global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Learning.Separation;
global using PluginHost.Tensors;
global using TorchSharp;
global using TorchSharp.Modules;
global using TorchSharp.Utils;
global using static TorchSharp.torch;
