using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one needed symbol version of a 64-bit little-endian ELF library as weak (VER_FLG_WEAK), in place.
/// libLibTorchSharp.so names GLIBCXX_3.4.32 (GCC 13) without using any code of it; Debian 12 has 3.4.30,
/// and the dynamic linker refuses the library unless the reference is weak.
/// </summary>
public class WeakenSymbolVersion : Task
{
    [Required] public string File { get; set; } = "";
    [Required] public string SymbolVersion { get; set; } = "";

    private const uint SectionTypeVerneed = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    public override bool Execute()
    {
        if (!System.IO.File.Exists(File)) { return true; }
        byte[] elf = System.IO.File.ReadAllBytes(File);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("{0} is not a 64-bit little-endian ELF file", File);
            return false;
        }
        if (!Patch(elf)) { return true; }
        // The output may be a hard link into the package cache: replace the file, never write through it.
        string temporary = File + ".tmp";
        System.IO.File.WriteAllBytes(temporary, elf);
        System.IO.File.Delete(File);
        System.IO.File.Move(temporary, File);
        Log.LogMessage(MessageImportance.Normal, "marked {0} as weak in {1}", SymbolVersion, File);
        return true;
    }

    private bool Patch(byte[] elf)
    {
        long headers = BitConverter.ToInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3a);
        int count = BitConverter.ToUInt16(elf, 0x3c);
        bool changed = false;
        for (int i = 0; i < count; i++)
        {
            int header = (int)(headers + i * size);
            if (BitConverter.ToUInt32(elf, header + 4) != SectionTypeVerneed) { continue; }
            int need = (int)BitConverter.ToInt64(elf, header + 24);
            int link = (int)BitConverter.ToUInt32(elf, header + 40);
            int strings = (int)BitConverter.ToInt64(elf, (int)(headers + link * size) + 24);
            changed |= PatchNeeds(elf, need, strings);
        }
        return changed;
    }

    private bool PatchNeeds(byte[] elf, int need, int strings)
    {
        bool changed = false;
        while (true)
        {
            int entries = BitConverter.ToUInt16(elf, need + 2);
            int entry = need + (int)BitConverter.ToUInt32(elf, need + 8);
            for (int j = 0; j < entries; j++)
            {
                ushort flags = BitConverter.ToUInt16(elf, entry + 4);
                int name = strings + (int)BitConverter.ToUInt32(elf, entry + 8);
                if ((flags & FlagWeak) == 0 && ReadString(elf, name) == SymbolVersion)
                {
                    elf[entry + 4] |= (byte)FlagWeak;
                    changed = true;
                }
                entry += (int)BitConverter.ToUInt32(elf, entry + 12);
            }
            int next = (int)BitConverter.ToUInt32(elf, need + 12);
            if (next == 0) { return changed; }
            need += next;
        }
    }

    private static string ReadString(byte[] bytes, int start)
    {
        int end = Array.IndexOf(bytes, (byte)0, start);
        return Encoding.ASCII.GetString(bytes, start, end - start);
    }
}
