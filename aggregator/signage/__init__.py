"""What stores say of their signs in; which camera's sign somebody must look at again, out."""
