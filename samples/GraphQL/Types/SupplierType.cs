using GraphQL.Types;
using ShopGraphQL.Data;

namespace ShopGraphQL.Types;

/// <summary>Somebody who delivers products.</summary>
public sealed class SupplierType : ObjectGraphType<Supplier>
{
    public SupplierType()
    {
        Name = "Supplier";
        Field(supplier => supplier.Id);
        Field(supplier => supplier.Name);
    }
}
