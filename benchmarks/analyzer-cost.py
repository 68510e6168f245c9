"""Writes a project of about 113,000 lines to measure what the analyzers cost: 1,000 classes without a load, every tenth one with a page that
loads, 100 batch methods. Usage, with a folder outside of the repository:

    python3 benchmarks/analyzer-cost.py /tmp/synthetic
    dotnet build /tmp/synthetic -p:ReportAnalyzer=true -v:detailed --no-incremental | grep -A 9 "Total analyzer execution time"
"""
import os
import sys

root = sys.argv[1]
repo = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
os.makedirs(root, exist_ok=True)
project = f'''<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><NoWarn>CS1591</NoWarn></PropertyGroup>
  <ItemGroup><ProjectReference Include="{repo}/src/DataLoader.Runtime/DataLoader.Runtime.csproj" />
  <ProjectReference Include="{repo}/src/DataLoader.Generator/DataLoader.Generator.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" /></ItemGroup>
</Project>'''
with open(f'{root}/Synthetic.csproj', 'w') as file:
    file.write(project)
lines = 0


def put(name, text):
    global lines
    lines += text.count('\n')
    with open(f'{root}/{name}.cs', 'w') as file:
        file.write(text)


for i in range(1000):
    members = ''
    for m in range(9):
        members += f'''
    private readonly Dictionary<int, string> _map{m} = new();

    public int Work{m}(int[] values, string text)
    {{
        var sum = 0;
        foreach (var value in values)
            sum += Math.Max(value, text.Length);
        var list = values.Where(v => v > {m}).Select(v => v.ToString()).ToList();
        _map{m}[sum] = string.Join(",", list);
        return sum + _map{m}.Count;
    }}
'''
    if i % 10 == 0:
        members += f'''
    public async Task<string> Page(ThingLoader{i} things, int[] ids, int id)
    {{
        var all = await things.LoadManyAsync(ids);
        var one = await things.LoadAsync(id);
        foreach (var thing in all)
        {{
            if (thing.Id == id)
                return (await things.LoadAsync(thing.Id + 1)).Name;
        }}
        return one.Name;
    }}
'''
        put(f'Batch{i}', f'''using DataLoader;
namespace Synthetic;
public sealed record Thing{i}(int Id, string Name);
public static class Queries{i}
{{
    [BatchLoader("ThingLoader{i}", KeyOf = nameof(Thing{i}.Id))]
    public static Task<IReadOnlyList<Thing{i}>> BatchThing(IReadOnlyList<int> ids, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Thing{i}>>(ids.Select(id => new Thing{i}(id, "")).ToList());
}}
''')
    put(f'Class{i}', f'namespace Synthetic;\npublic class Class{i}\n{{{members}}}\n')
print(lines, 'lines')
