global using PluginHost.Distillation;
