"""Nobody is made an administrator of a Kubernetes cluster by default.

Why: EKS makes whoever creates a cluster its administrator, for good and invisibly to IAM; its
administrator policies and the group `system:masters` do the same for others.
Fix: switch the default off and give each role the access policy, and the namespaces, that it needs.

```python
aws.eks.Cluster(
    "cluster",
    access_config={
        "authentication_mode": "API",
        "bootstrap_cluster_creator_admin_permissions": False,
    },
    ...
)
```

Severity: high; an administrator of the cluster has what all of its workloads have.
Not covered: what Kubernetes itself grants by its own roles.
"""

from collections.abc import Iterator
from typing import Final

from policy.control import Context, Control, Example, Severity
from policy.expectations import expect
from policy.families import Family
from policy.graph import Resource
from policy.verdict import Observation, Verdict

_CLUSTER: Final = "aws:eks/cluster:Cluster"
_ENTRY: Final = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION: Final = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
_ADMINISTRATORS: Final = tuple(
    f"arn:aws:eks::aws:cluster-access-policy/{name}"
    for name in ("AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy")
)


def _check(resource: Resource, _: Context) -> Iterator[Observation]:
    if resource.type == _CLUSTER:
        # EKS takes an absent switch for true.
        path = "accessConfig.bootstrapClusterCreatorAdminPermissions"
        yield from expect(resource, path).is_false()
    elif resource.type == _ENTRY:
        groups = expect(resource, "kubernetesGroups[]", absent=Verdict.PASS)
        yield from groups.none_of("system:masters")
    else:
        yield from expect(resource, "policyArn").none_of(*_ADMINISTRATORS)


CONTROL = Control(
    id="eks-admin-not-granted",
    family=Family.LEAST_PRIVILEGE,
    title="Nobody is an administrator of a Kubernetes cluster by default",
    severity=Severity.HIGH,
    applies_to=(_CLUSTER, _ENTRY, _ASSOCIATION),
    check=_check,
    passing=(
        Example(
            {"accessConfig": {"bootstrapClusterCreatorAdminPermissions": False}}, type=_CLUSTER
        ),
        Example({"kubernetesGroups": ["readers"]}, type=_ENTRY),
    ),
    failing=(
        Example({"accessConfig": {"authenticationMode": "API"}}, type=_CLUSTER),
        Example({"kubernetesGroups": ["system:masters"]}, type=_ENTRY),
        Example({"policyArn": _ADMINISTRATORS[0]}, type=_ASSOCIATION),
    ),
)
