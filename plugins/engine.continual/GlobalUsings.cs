global using PluginHost.Training;
global using Parameter = TorchSharp.Modules.Parameter;
