global using PluginHost.Contracts;
global using PluginHost.Learning;
global using TorchSharp;
global using static TorchSharp.torch;
global using Parameter = TorchSharp.Modules.Parameter;
global using PluginHost.Training;
