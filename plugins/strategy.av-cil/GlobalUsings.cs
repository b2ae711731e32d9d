global using PluginHost.Contracts;
global using PluginHost.Contracts.Learning;
global using PluginHost.Distillation;
global using TorchSharp;
global using static TorchSharp.torch;
