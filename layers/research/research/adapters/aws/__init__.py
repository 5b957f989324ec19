"""Amazon's services that stand behind no port: secrets and logs."""
