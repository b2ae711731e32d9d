global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Distillation;
global using TorchSharp;
global using static TorchSharp.torch;
