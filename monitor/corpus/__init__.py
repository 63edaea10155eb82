"""Derives whole collections of policies, on one machine or on a Dask cluster, into Parquet tables; needs the extra `cluster`."""
